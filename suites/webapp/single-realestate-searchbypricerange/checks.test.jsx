import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import PropertySearch from './searchByPriceRange';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Search by Price Range filters properties within a specified price range successfully', async () => {
  fetchMock.get('/api/properties?minPrice=50000&maxPrice=200000', {
    status: 200,
    body: [{ id: 1, price: 100000 }]
  });

  await act(async () => render(<MemoryRouter><PropertySearch /></MemoryRouter>));
  expect(screen.queryByText('100000')).toBeNull(); // added
  expect(screen.queryByText(/server error/i)).toBeNull(); // added
  await act(async () => fireEvent.change(screen.getByLabelText(/min price/i), { target: { value: '50000' } }));
  await act(async () => fireEvent.change(screen.getByLabelText(/max price/i), { target: { value: '200000' } }));
  await act(async () => fireEvent.click(screen.getByText(/search/i)));

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('100000')).toBeInTheDocument();
  expect(screen.queryByText(/server error/i)).toBeNull(); // added
}, 10000);

test('Search by Price Range filters properties within a specified price range fails', async () => {
  fetchMock.get('/api/properties?minPrice=50000&maxPrice=200000', {
    status: 500,
    body: { error: 'Server Error' }
  });

  await act(async () => render(<MemoryRouter><PropertySearch /></MemoryRouter>));
  expect(screen.queryByText('100000')).toBeNull(); // added
  expect(screen.queryByText(/server error/i)).toBeNull(); // added
  await act(async () => fireEvent.change(screen.getByLabelText(/min price/i), { target: { value: '50000' } }));
  await act(async () => fireEvent.change(screen.getByLabelText(/max price/i), { target: { value: '200000' } }));
  await act(async () => fireEvent.click(screen.getByText(/search/i)));

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText(/server error/i)).toBeInTheDocument();
  expect(screen.queryByText('100000')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Search by Price Range filters properties within a specified price range successfully, after a failure', async () => {
  fetchMock.get('/api/properties?minPrice=50000&maxPrice=200000', {
    status: 500,
    body: { error: 'Server Error' }
  });

  await act(async () => render(<MemoryRouter><PropertySearch /></MemoryRouter>));
  await act(async () => fireEvent.change(screen.getByLabelText(/min price/i), { target: { value: '50000' } }));
  await act(async () => fireEvent.change(screen.getByLabelText(/max price/i), { target: { value: '200000' } }));
  await act(async () => fireEvent.click(screen.getByText(/search/i)));

  fetchMock.reset();
  fetchMock.get('/api/properties?minPrice=50000&maxPrice=200000', {
    status: 200,
    body: [{ id: 1, price: 100000 }]
  });
  if (screen.queryAllByLabelText(/min price/i).length !== 1) return;
  await act(async () => fireEvent.change(screen.getByLabelText(/min price/i), { target: { value: '50000' } }));
  if (screen.queryAllByLabelText(/max price/i).length !== 1) return;
  await act(async () => fireEvent.change(screen.getByLabelText(/max price/i), { target: { value: '200000' } }));
  if (screen.queryAllByText(/search/i).length !== 1) return;
  await act(async () => fireEvent.click(screen.getByText(/search/i)));

  if (screen.queryAllByText('100000').length) expect(screen.queryByText(/server error/i)).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Search by Price Range filters properties within a specified price range successfully, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/properties?minPrice=60000&maxPrice=90000', new Promise((resolve) => { answer = resolve; }));

  await act(async () => render(<MemoryRouter><PropertySearch /></MemoryRouter>));
  await act(async () => fireEvent.change(screen.getByLabelText(/min price/i), { target: { value: '60000' } }));
  if (screen.getByLabelText(/min price/i).value !== '60000') return; // the page offers other choices
  await act(async () => fireEvent.change(screen.getByLabelText(/max price/i), { target: { value: '90000' } }));
  if (screen.getByLabelText(/max price/i).value !== '90000') return; // the page offers other choices
  await act(async () => fireEvent.click(screen.getByText(/search/i)));
  expect(screen.queryByText('70000')).toBeNull();
  expect(screen.queryByText(/server error/i)).toBeNull();
  await act(async () => { answer({
    status: 200,
    body: [{ id: 2, price: 70000 }, { id: 3, price: 80000 }]
  }); });

  expect(screen.getByText('70000')).toBeInTheDocument();
  expect(screen.getByText('80000')).toBeInTheDocument();
}, 10000);
