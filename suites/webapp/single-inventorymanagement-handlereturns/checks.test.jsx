import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import YourComponent from './handleReturns';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Ensure handling returns updates inventory levels and order status correctly.', async () => {
  fetchMock.post('/api/returns', { status: 200, body: { success: true, newStockLevel: 105 } });

  await act(async () => { render(<MemoryRouter><YourComponent /></MemoryRouter>); });
  expect(screen.queryByText('Error processing return.')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('returnInput'), { target: { value: '5' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('submitReturn')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByTestId('newStockLevel')).toHaveTextContent('105');
  expect(screen.queryByText('Error processing return.')).toBeNull(); // added
}, 10000);

test('Handling returns doesn\'t update inventory levels due to error.', async () => {
  fetchMock.post('/api/returns', { status: 500, body: { error: 'Internal Server Error' } });

  await act(async () => { render(<MemoryRouter><YourComponent /></MemoryRouter>); });
  expect(screen.queryByText('Error processing return.')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('returnInput'), { target: { value: '5' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('submitReturn')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Error processing return.')).toBeInTheDocument();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Ensure handling returns updates inventory levels and order status correctly, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/returns', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><YourComponent /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('returnInput'), { target: { value: '5' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('submitReturn')); });
  expect(screen.queryByText('Error processing return.')).toBeNull();
  await act(async () => { answer({ status: 200, body: { success: true, newStockLevel: 98 } }); });

  expect(screen.getByTestId('newStockLevel')).toHaveTextContent('98');
}, 10000);
