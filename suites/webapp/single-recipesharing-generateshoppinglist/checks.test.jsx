import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import YourComponent from './generateShoppingList';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('Generate Shopping List successfully', async () => {
  fetchMock.post('/api/recipe/1/shopping-list', { body: { message: 'Shopping list generated' }, status: 200 });

  await act(async () => { render(<MemoryRouter><YourComponent /></MemoryRouter>); });
  expect(screen.queryByText('Shopping list generated')).toBeNull(); // added
  expect(screen.queryByText('Error generating shopping list')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText('Generate Shopping List')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Shopping list generated')).toBeInTheDocument();
  expect(screen.queryByText('Error generating shopping list')).toBeNull(); // added
}, 10000);

test('Generate Shopping List failure shows error message', async () => {
  fetchMock.post('/api/recipe/1/shopping-list', { body: { message: 'Error generating shopping list' }, status: 500 });

  await act(async () => { render(<MemoryRouter><YourComponent /></MemoryRouter>); });
  expect(screen.queryByText('Shopping list generated')).toBeNull(); // added
  expect(screen.queryByText('Error generating shopping list')).toBeNull(); // added
  await act(async () => { fireEvent.click(screen.getByText('Generate Shopping List')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Error generating shopping list')).toBeInTheDocument();
  expect(screen.queryByText('Shopping list generated')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Generate Shopping List successfully, after a failure', async () => {
  fetchMock.post('/api/recipe/1/shopping-list', { body: { message: 'Error generating shopping list' }, status: 500 });

  await act(async () => { render(<MemoryRouter><YourComponent /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText('Generate Shopping List')); });

  fetchMock.reset();
  fetchMock.post('/api/recipe/1/shopping-list', { body: { message: 'Shopping list generated' }, status: 200 });
  if (screen.queryAllByText('Generate Shopping List').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Generate Shopping List')); });

  if (screen.queryAllByText('Shopping list generated').length) expect(screen.queryByText('Error generating shopping list')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('Generate Shopping List failure shows error message, after a success', async () => {
  fetchMock.post('/api/recipe/1/shopping-list', { body: { message: 'Shopping list generated' }, status: 200 });

  await act(async () => { render(<MemoryRouter><YourComponent /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText('Generate Shopping List')); });

  fetchMock.reset();
  fetchMock.post('/api/recipe/1/shopping-list', { body: { message: 'Error generating shopping list' }, status: 500 });
  if (screen.queryAllByText('Generate Shopping List').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Generate Shopping List')); });

  if (screen.queryAllByText('Error generating shopping list').length) expect(screen.queryByText('Shopping list generated')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('Generate Shopping List successfully, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/recipe/1/shopping-list', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><YourComponent /></MemoryRouter>); });
  await act(async () => { fireEvent.click(screen.getByText('Generate Shopping List')); });
  expect(screen.queryByText('Shopping list generated')).toBeNull();
  expect(screen.queryByText('Error generating shopping list')).toBeNull();
  await act(async () => { answer({ body: { message: 'Shopping list generated' }, status: 200 }); });

  expect(screen.getByText('Shopping list generated')).toBeInTheDocument();
}, 10000);
