import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import PropertyPriceHistory from './propertyPriceHistory';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Successfully displays property price history.', async () => {
  fetchMock.get('/api/properties/1/price-history', { history: ['Price Data'] });

  await act(async () => { render(<MemoryRouter><PropertyPriceHistory /></MemoryRouter>); });
  expect(screen.queryByText('Price Data')).toBeNull(); // added
  expect(screen.queryByText('Failed to retrieve price history')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByTestId('view-history-button')); });

  expect(fetchMock.calls('/api/properties/1/price-history').length).toEqual(1);
  expect(screen.getByText('Price Data')).toBeInTheDocument();
  expect(screen.queryByText('Failed to retrieve price history')).toBeNull(); // added
}, 10000);

test('Fails to display property price history with error message.', async () => {
  fetchMock.get('/api/properties/1/price-history', 400);

  await act(async () => { render(<MemoryRouter><PropertyPriceHistory /></MemoryRouter>); });
  expect(screen.queryByText('Price Data')).toBeNull(); // added
  expect(screen.queryByText('Failed to retrieve price history')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByTestId('view-history-button')); });

  expect(fetchMock.calls('/api/properties/1/price-history').length).toEqual(1);
  expect(screen.getByText('Failed to retrieve price history')).toBeInTheDocument();
  expect(screen.queryByText('Price Data')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Successfully displays property price history, after a failure', async () => {
  fetchMock.get('/api/properties/1/price-history', 400);

  await act(async () => { render(<MemoryRouter><PropertyPriceHistory /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByTestId('view-history-button')); });

  fetchMock.reset();
  fetchMock.get('/api/properties/1/price-history', { history: ['Price Data'] });
  if (screen.queryAllByTestId('view-history-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('view-history-button')); });

  if (screen.queryAllByText('Price Data').length) expect(screen.queryByText('Failed to retrieve price history')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Successfully displays property price history, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/properties/1/price-history', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><PropertyPriceHistory /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByTestId('view-history-button')); });
  expect(screen.queryByText('2021: 300')).toBeNull();
  expect(screen.queryByText('Failed to retrieve price history')).toBeNull();
  await act(async () => { answer({ history: ['2021: 300', '2022: 310'] }); });

  expect(screen.getByText('2021: 300')).toBeInTheDocument();
  expect(screen.getByText('2022: 310')).toBeInTheDocument();
}, 10000);
